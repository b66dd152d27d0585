// What every page is written into: self-contained, no request leaves it, no script runs in it.
import { html, type SafeHtml } from '@remix-run/html-template';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  readonly musterVersion: string;
  readonly body: readonly SafeHtml[];
}

export function shell({ title, musterVersion, body }: Page): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Muster ${musterVersion}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${html.raw`${style}`}</style>
</head>
<body>
${[...body]}
</body>
</html>
`);
}
