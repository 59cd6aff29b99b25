import { LruCache } from './LruCache';

describe('LruCache', () => {
  it('makes a value once and forgets what was not asked for longest', () => {
    const cache = LruCache.create<string>(2);
    const make = jest.fn((key: string) => `${key}!`);
    const get = (key: string) => cache.get(key, () => make(key));
    expect([get('a'), get('b'), get('a'), get('c')]).toEqual([
      'a!',
      'b!',
      'a!',
      'c!',
    ]);
    expect(make).toHaveBeenCalledTimes(3);
    get('a');
    expect(make).toHaveBeenCalledTimes(3);
    get('b');
    expect(make).toHaveBeenCalledTimes(4);
  });

  it('keeps nothing of a value that could not be made', () => {
    const cache = LruCache.create<string>(2);
    const fail = () => {
      throw new Error('no');
    };
    expect(() => cache.get('a', fail)).toThrow('no');
    expect(cache.get('a', () => 'made')).toBe('made');
  });
});
