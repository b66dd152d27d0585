// A section of the page with its heading.
import { html, type SafeHtml } from '@remix-run/html-template';
import { leftOutText } from '../selection.ts';

export const section = (title: string, body: SafeHtml | SafeHtml[], note = ''): SafeHtml => html`<section>
<h2>${title}</h2>
${note === '' ? '' : html`<p class="note">${note}</p>`}
${body}
</section>`;

/** How much of a long list is not here. */
export const rest = (leftOut: number, noun: string): SafeHtml | '' =>
  leftOut === 0 ? '' : html`<p class="note rest">${leftOutText(leftOut, noun)}</p>`;

export interface Fact {
  readonly term: string;
  readonly value: SafeHtml | string;
  /** wide: on a line of its own. half: only where there is little room. */
  readonly width?: 'wide' | 'half';
}

export const facts = (all: readonly Fact[]): SafeHtml =>
  html`<dl class="facts">${all.map(({ term, value, width }) => html`<div class="${width ?? 'short'}"><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;

export const command = (text: string): SafeHtml => html`<code class="command" tabindex="0">${text}</code>`;
