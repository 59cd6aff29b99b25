/** What `./sandlot bench` measures, in this order. */
export const BENCH_PARTS = [
  'portal',
  'sealing',
  'queries',
  'verification',
] as const;

export type BenchPart = (typeof BENCH_PARTS)[number];
