/** Lets this process believe that it is so much later; only the time of day, as a wrong clock does. */
export function shiftClock(aheadSeconds: number): void {
  if (aheadSeconds === 0) return;
  const Real = Date;
  const now = () => Real.now() + aheadSeconds * 1000;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args),
    get: (target, property) =>
      property === 'now' ? now : Reflect.get(target, property),
  });
}
