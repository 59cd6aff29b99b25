import { act, renderHook, waitFor } from '@testing-library/react';
import { useResource } from './useResource';

/** What answers when the test says so. */
function slow() {
  const asked: { key: string; answer(data: string): void }[] = [];
  const hook = renderHook(
    ({ key }) =>
      useResource(
        key,
        () =>
          new Promise<string>(answer => {
            asked.push({ key, answer });
          }),
      ),
    { initialProps: { key: 'one' } },
  );
  const answer = (index: number, data: string) =>
    act(async () => asked[index].answer(data));
  return { ...hook, asked, answer };
}

describe('useResource', () => {
  it('does not take an answer from before a change for what is now', async () => {
    const { result, asked, answer } = slow();
    await answer(0, 'Ready');
    act(() => {
      result.current.refresh();
    });
    expect(asked).toHaveLength(2);
    act(() => result.current.accept('Deleting'));
    expect(result.current.data).toBe('Deleting');
    // It was asked for before that was so.
    await answer(1, 'Ready');
    expect(result.current.data).toBe('Deleting');
    await waitFor(() => expect(asked).toHaveLength(3));
    await answer(2, 'Deleted');
    expect(result.current.data).toBe('Deleted');
  });

  it('shows nothing of what was looked at before', async () => {
    const { result, rerender, answer } = slow();
    const { accept } = result.current;
    rerender({ key: 'two' });
    await answer(1, 'of two');
    await answer(0, 'of one');
    expect(result.current.data).toBe('of two');
    act(() => accept('of one'));
    expect(result.current.data).toBe('of two');
  });
});
