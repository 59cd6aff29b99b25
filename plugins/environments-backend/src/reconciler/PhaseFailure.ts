import { CustomErrorBase } from '@backstage/errors';

/** An operation can't be brought to its end, and waiting won't help. */
export class PhaseFailure extends CustomErrorBase {
  name = 'PhaseFailure' as const;
  /** One word for programs. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}
