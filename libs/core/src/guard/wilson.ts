/**
 * Lower bound of Wilson's score interval for a share of `bad` in `total` (one-sided 95 % at z = 1.645): with little
 * traffic one bad event proves little. 1/10 -> 0.023, 5/10 -> 0.269, 20/100 -> 0.143. 0 where nothing was counted.
 */
export function wilsonLowerBound(bad: number, total: number, z = 1.645): number {
  if (total === 0) return 0;
  const share = bad / total;
  const z2 = z * z;
  const centre = share + z2 / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  return Math.max(0, (centre - spread) / (1 + z2 / total));
}
