/** The look of the contact sheet, on a screen and on A4 paper: the cards on white, and nothing louder than they are. */

/** TrueType fonts that go into the page. */
export type SheetFonts = { readonly poster: Uint8Array; readonly text: Uint8Array; readonly telex: Uint8Array };

export function sheetStyle(fonts: SheetFonts): string {
  const faces = Object.entries(fonts).map(
    ([family, data]: [string, Uint8Array]) =>
      `@font-face { font-family: ${family}; src: url("data:font/ttf;base64,${Buffer.from(data).toString('base64')}") format("truetype"); }`,
  );
  return `${faces.join('\n')}${rules}`;
}

const rules = `
:root { color: #100f0e; background: #fff; font: 400 1rem/1.45 text, Georgia, serif; -webkit-text-size-adjust: 100%; }
* { box-sizing: border-box; }
body, h1, h2, p, ol, figure { margin: 0; padding: 0; }
ol { list-style: none; }
body { max-width: 96rem; margin: 0 auto; padding: 2rem; }
h1, h2, time { font: 400 1rem/1 poster, Impact, sans-serif; }
.masthead { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 2rem; }
.masthead p, .certainty, strong, .notes, .language { font: 400 0.8125rem/1.4 telex, monospace; }
h1 { font-size: 3.5rem; }
section { margin-top: 2.5rem; }
h2 { display: flex; flex-wrap: wrap; gap: 0 1.5rem; padding-bottom: 0.4rem; border-bottom: 4px solid; font-size: 2.25rem; }
h2.campaign { margin-top: 3rem; border: 0; font-size: 3rem; }
ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 38rem), 1fr)); gap: 0 3rem; }
[data-languages="1"] ol { grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
li { display: grid; grid-row: span 2; grid-template-rows: subgrid; gap: 0; min-width: 0; }
li header { display: flex; flex-wrap: wrap; align-items: baseline; align-content: end; gap: 0 0.75rem; padding: 1.5rem 0 0.6rem; }
time { font-size: 2rem; }
strong { font-weight: 700; overflow-wrap: anywhere; }
.versions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); gap: 1rem; padding-bottom: 1rem; }
figure { min-width: 0; }
img { display: block; width: 100%; height: auto; }
figcaption { margin-top: 0.5rem; font-size: 0.875rem; white-space: pre-line; overflow-wrap: anywhere; hyphens: auto; }
.language { margin-right: 0.25em; text-transform: uppercase; }
@media (max-width: 40rem) { body { padding: 1rem; } }
@media print {
  @page { size: A4; margin: 8mm 14mm; }
  :root { font-size: 7pt; line-height: 1.35; }
  body { max-width: none; padding: 0; }
  li, .masthead { break-inside: avoid; }
  h2 { break-after: avoid; }
  section { margin-top: 7mm; }
  ol, [data-languages] ol { grid-template-columns: 1fr 1fr; gap: 0 7mm; }
  [data-languages="1"] ol { grid-template-columns: repeat(4, 1fr); gap: 0 4mm; }
  li header { padding: 4mm 0 1mm; }
  .versions { grid-template-columns: 1fr 1fr; gap: 3mm; }
  [data-languages="1"] .versions { grid-template-columns: 1fr; }
}
`;
