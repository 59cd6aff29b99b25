/** As pages write it, such as `2026-12-14 09:30 UTC`: texts don't know where who reads them is. */
export function inUtc(time: Date | string): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
