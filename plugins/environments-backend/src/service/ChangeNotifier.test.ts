import { mockServices } from '@backstage/backend-test-utils';
import { ChangeNotifier } from './ChangeNotifier';

describe('ChangeNotifier', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function createNotifier() {
    const publish = jest.fn(async (_event: unknown) => {});
    const toPages = jest.fn(async (_signal: unknown) => {});
    const notifier = new ChangeNotifier({
      events: { publish, subscribe: async () => {} },
      signals: { publish: toPages },
      logger: mockServices.logger.mock(),
    });
    return { notifier, publish, toPages };
  }

  function toldOf(calls: unknown[][]): string[][] {
    return calls.map(([told]) => {
      const { message, eventPayload } = told as {
        message?: { environmentIds: string[] };
        eventPayload?: { environmentIds: string[] };
      };
      return (message ?? eventPayload)!.environmentIds;
    });
  }

  it('tells pages at once, and of all that follows soon as one', async () => {
    const { notifier, toPages } = createNotifier();
    notifier.changed(['one']);
    expect(toldOf(toPages.mock.calls)).toEqual([['one']]);
    notifier.changed(['one']);
    notifier.changed(['other', 'one']);
    await jest.advanceTimersByTimeAsync(250);
    expect(toldOf(toPages.mock.calls)).toEqual([['one'], ['one', 'other']]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(toPages).toHaveBeenCalledTimes(2);
    notifier.changed(['one']);
    expect(toPages).toHaveBeenCalledTimes(3);
  });

  it('tells other plugins once of all that happens together', async () => {
    const { notifier, publish } = createNotifier();
    notifier.changed(['one']);
    notifier.changed(['one']);
    notifier.changed(['other']);
    expect(publish).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(publish.mock.calls).toEqual([
      [
        {
          topic: 'environments.changed',
          eventPayload: { environmentIds: ['one', 'other'] },
        },
      ],
    ]);
    notifier.changed(['one']);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it('leaves nobody out, however many change at once', async () => {
    const { notifier, publish } = createNotifier();
    const ids = Array.from({ length: 250 }, (_, index) => `id-${index}`);
    notifier.changed(ids);
    await jest.advanceTimersByTimeAsync(1_000);
    const told = toldOf(publish.mock.calls);
    expect(told.map(some => some.length)).toEqual([100, 100, 50]);
    expect(told.flat()).toEqual(ids);
  });

  it('tells nothing of a change that was of no environment', async () => {
    const { notifier, publish, toPages } = createNotifier();
    notifier.changed([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(publish).not.toHaveBeenCalled();
    expect(toPages).not.toHaveBeenCalled();
  });

  it('tells pages of templates without their names', async () => {
    const { notifier, toPages } = createNotifier();
    notifier.templatesChanged();
    notifier.templatesChanged();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(toPages.mock.calls).toEqual(
      Array(2).fill([
        expect.objectContaining({
          channel: 'environment-templates',
          message: {},
        }),
      ]),
    );
  });
});
