// Messages are written for a terminal; on a page comparisons have their own signs.
const signs: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '!=': '≠', '->': '→' };

export const prose = (text: string): string =>
  text.replace(
    /(^| )(>=|<=|!=|->)(?= )/g,
    (_, space: string, sign: string) => `${space}${signs[sign] ?? sign}`,
  );
