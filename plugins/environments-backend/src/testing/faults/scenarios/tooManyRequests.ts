import { setTimeout as wait } from 'node:timers/promises';
import { findBreaches } from '../findBreaches';
import { newSubject } from '../goThrough';
import { faultOperation } from '../operations';
import { startProxiedBackend } from '../proxiedBackend';
import { Scenario, ScenarioLab, waitUntil } from './Scenario';
import { work } from './liveBackend';

const MINUTES = 10;
const RETRY_AFTER_SECONDS = 20;
/** A try, and as many of the same wave side by side. */
const MOST_CALLS = ((MINUTES * 60) / RETRY_AFTER_SECONDS + 1) * 10;
/** The last Retry-After, the longest pause of our own, and a sweep. */
const RECOVERS_WITHIN_SECONDS = 90;

/** In real time: every call is answered with 429, then none. */
export const tooManyRequests: Scenario = {
  name: '429',
  title: `429 with Retry-After for ${MINUTES} minutes`,
  operation: 'create',
  aside: true,
  async run(lab: ScenarioLab) {
    const backend = await startProxiedBackend(lab);
    const { engine } = backend;
    const rule = backend.strikeApi({
      effect: {
        kind: 'answer',
        status: 429,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
      times: Infinity,
    });
    const worker = await work(engine);
    try {
      const create = faultOperation('create');
      const operationId = await create.request(engine, newSubject());
      await wait(MINUTES * 60_000);
      const calls = rule.matched;
      rule.end();
      const began = performance.now();
      await waitUntil('created', RECOVERS_WITHIN_SECONDS, async () =>
        Boolean((await engine.store.operations.get(operationId))!.finishedAt),
      );
      const seconds = Math.round((performance.now() - began) / 1000);
      return {
        points: 1,
        breaches: [
          ...(calls > MOST_CALLS
            ? [`${calls} calls although asked to wait`]
            : []),
          ...(await findBreaches(lab.rescuer, create, operationId)),
        ],
        note: `${calls} calls in that time; Ready ${seconds} s after its end`,
      };
    } finally {
      await worker.stop();
      await backend.stop();
    }
  },
};
