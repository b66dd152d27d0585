// Colours and marks; plain text where colours are off.
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

export type Style = (format: Format, text: string) => string;

export const plainStyle: Style = (_format, text) => text;
export const colourStyle: Style = (format, text) => styleText(format, text, { validateStream: false });
