import { CustomErrorBase } from '@backstage/errors';

/** Somebody else has the environment in hand now; this worker must stop. */
export class FencedError extends CustomErrorBase {
  name = 'FencedError' as const;
}
