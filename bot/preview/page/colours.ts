/** The colours of the timeline page, those of the cards of 1956: red and green are for cloth, never for words. */

export const ink = '#100F0E';
export const paper = '#EBE4D4';
export const light = '#F6F1E6';
export const red = '#A4242E';
export const green = '#3C6A4A';
