import { renderHook } from '@testing-library/react';
import { useSendOnce } from './useSendOnce';

describe('useSendOnce', () => {
  it('keeps the key of a request until it is answered, and of no other one', async () => {
    const { result, rerender } = renderHook(() => useSendOnce());
    const keys: string[] = [];
    const lost = async (key: string) => {
      keys.push(key);
      throw new TypeError('Failed to fetch');
    };
    const answered = async (key: string) => {
      keys.push(key);
      return 'done';
    };
    await expect(result.current({ to: 'a' }, lost)).rejects.toThrow('fetch');
    rerender();
    expect(await result.current({ to: 'a' }, answered)).toBe('done');
    await result.current({ to: 'a' }, answered);
    await expect(result.current({ to: 'b' }, lost)).rejects.toThrow('fetch');
    await result.current({ to: 'c' }, answered);

    const [first, again, afterwards, other, changed] = keys;
    expect(again).toBe(first);
    expect(new Set([first, afterwards, other, changed]).size).toBe(4);
  });
});
