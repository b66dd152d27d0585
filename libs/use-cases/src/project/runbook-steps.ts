// Headings of a runbook by anchor, as GitHub and most Markdown viewers make them: `## Find the cause` is #find-the-cause.

export function headingsOf(markdown: string): Readonly<Record<string, string>> {
  const headings: Record<string, string> = {};
  let fence: string | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark !== undefined) fence = nextFence(fence, mark);
    const [, text] = /^ {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/.exec(line) ?? [];
    if (fence === undefined && text !== undefined) headings[freeAnchor(headings, text)] = plain(text);
  }
  return headings;
}

/** A fence is closed by one of the same mark that is at least as long. */
function nextFence(open: string | undefined, mark: string): string | undefined {
  if (open === undefined) return mark;
  return mark.startsWith(open) ? undefined : open;
}

function freeAnchor(taken: Readonly<Record<string, string>>, heading: string): string {
  const anchor = plain(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
  let free = anchor;
  for (let count = 1; free in taken; count += 1) free = `${anchor}-${count}`;
  return free;
}

/** Without the marks of emphasis, code and links. */
function plain(heading: string): string {
  return heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .trim();
}
