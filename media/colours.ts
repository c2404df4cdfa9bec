/** The palette of the cards: ink, paper and light carry words; red and green are cloth only, too dim on ink for reading. */

export const ink = '#100F0E';
export const paper = '#EBE4D4';
export const light = '#F6F1E6';
export const red = '#A4242E';
export const green = '#3C6A4A';

/** Place and credit: paper in half-light, still above 7:1 on ink once drawn. */
export const dimPaper = '#C9C2B3';
