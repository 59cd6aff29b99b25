import { mockServices } from '@backstage/backend-test-utils';
import { metrics } from '@opentelemetry/api';
import { UnfinishedOperations } from '../database/DatabaseHealth';
import {
  TestMetrics,
  pointsOf,
  startTestMetrics,
} from '../testing/collectMetrics';
import { measureQueue } from './measureQueue';

describe('measureQueue', () => {
  const ask = jest.fn<Promise<UnfinishedOperations[]>, []>();
  let test: TestMetrics;
  let stop: () => void;

  beforeEach(() => {
    ask.mockReset();
    test = startTestMetrics();
    stop = measureQueue(
      metrics.getMeter('test'),
      ask,
      mockServices.logger.mock(),
    );
  });
  afterEach(async () => {
    jest.useRealTimers();
    await test.stop();
  });

  it('asks once for all gauges, and says nought of what there is none of', async () => {
    ask.mockResolvedValue([
      {
        kind: 'create',
        queued: 3,
        running: 2,
        waitingToRetry: 1,
        longestWaitSeconds: 4.5,
        oldestAgeSeconds: 60,
      },
    ]);
    const measured = await test.collect();

    expect(ask).toHaveBeenCalledTimes(1);
    const values = Object.fromEntries(
      [...measured.keys()].map(name => [
        name,
        Object.fromEntries(
          pointsOf(measured.get(name)).map(({ attributes, value }) => [
            attributes['sandlot.operation.kind'] ?? 'all',
            value,
          ]),
        ),
      ]),
    );
    expect(values).toMatchObject({
      'sandlot.operations.queued': { create: 3, delete: 0 },
      'sandlot.operations.running': { create: 2, delete: 0 },
      'sandlot.operations.waiting_to_retry': { create: 1, delete: 0 },
      'sandlot.operations.longest_wait': { create: 4.5, delete: 0 },
      'sandlot.operations.oldest_age': { create: 60, delete: 0 },
      'sandlot.database.reachable': { all: 1 },
    });
  });

  it('says that the database is away, and lets the collection go on', async () => {
    ask.mockRejectedValue(new Error('connect ECONNREFUSED'));
    const measured = await test.collect();
    expect([...measured.keys()]).toEqual(['sandlot.database.reachable']);
    expect(pointsOf(measured.get('sandlot.database.reachable'))).toEqual([
      { attributes: {}, value: 0 },
    ]);
  });

  it('does not wait for long, nor ask again while an answer is out', async () => {
    jest.useFakeTimers();
    ask.mockReturnValue(new Promise(() => {}));
    for (const _ of [1, 2]) {
      const collecting = test.collect();
      await jest.advanceTimersByTimeAsync(2000);
      const measured = await collecting;
      expect(pointsOf(measured.get('sandlot.database.reachable'))).toEqual([
        { attributes: {}, value: 0 },
      ]);
    }
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks no more when it is stopped', async () => {
    stop();
    await test.collect();
    expect(ask).not.toHaveBeenCalled();
  });
});
