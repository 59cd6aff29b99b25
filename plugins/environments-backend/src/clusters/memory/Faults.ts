import { Cluster } from '../Cluster';
import { ClusterError } from '../ClusterError';

/** The calls that are meant: all that match every field that is given. */
export interface CallPattern {
  method?: keyof Cluster;
  /** Of the object that is created, applied, read or deleted. */
  kind?: string;
}

interface Fault {
  pattern: CallPattern;
  run(effect: () => Promise<unknown>): Promise<unknown>;
}

/** Trouble that a test asks for; each fault strikes once, at the next call that it matches. */
export class Faults {
  private pending: Fault[] = [];

  /** The call fails and does nothing. */
  failNext(pattern: CallPattern, error: ClusterError): void {
    this.pending.push({
      pattern,
      run: async () => {
        throw error;
      },
    });
  }

  /** The call does its work, and then its answer is lost. */
  failNextAnswer(pattern: CallPattern, error: ClusterError): void {
    this.pending.push({
      pattern,
      run: async effect => {
        await effect();
        throw error;
      },
    });
  }

  /**
   * The call hangs until it is released, then does its work.
   * @returns `reached` resolves when the call has come, `release` lets it go on
   */
  holdNext(pattern: CallPattern): {
    reached: Promise<void>;
    release: () => void;
  } {
    let reach: () => void;
    let release: () => void = () => {};
    const reached = new Promise<void>(resolve => {
      reach = resolve;
    });
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    this.pending.push({
      pattern,
      run: async effect => {
        reach();
        await released;
        return effect();
      },
    });
    return { reached, release };
  }

  /** Runs a call, with the trouble that waits for it. */
  async strike<T>(
    call: Required<CallPattern>,
    effect: () => Promise<T>,
  ): Promise<T> {
    const index = this.pending.findIndex(
      ({ pattern }) =>
        (pattern.method ?? call.method) === call.method &&
        (pattern.kind ?? call.kind) === call.kind,
    );
    if (index < 0) {
      return effect();
    }
    const [fault] = this.pending.splice(index, 1);
    return fault.run(effect) as Promise<T>;
  }
}
