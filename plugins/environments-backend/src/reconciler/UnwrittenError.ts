import { CustomErrorBase } from '@backstage/errors';

/**
 * What a worker did and saw could not be written before its lease ran out, or
 * not for a reason that time mends. What is known of it is in doubt now, so the
 * worker stops as if it had died there, and the next one looks for itself.
 */
export class UnwrittenError extends CustomErrorBase {
  name = 'UnwrittenError' as const;
}
