import { Cluster } from '../../clusters/Cluster';
import { ClusterError } from '../../clusters/ClusterError';
import { ApiCall, ApiEffect } from './ApiServerProxy';
import { FaultRules } from './FaultRules';

/**
 * The connection of one backend to a cluster in memory, where there is none to
 * break: each method is one call on it. It knows `cutBefore` and `cutAfter`.
 */
export class ClusterWire {
  readonly rules = new FaultRules<ApiCall, ApiEffect>();
  readonly cluster: Cluster;
  #isCut = false;

  constructor(cluster: Cluster) {
    this.cluster = new Proxy(cluster, {
      get: (target, property) => {
        const value = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        if (property === 'endpoint' || property === 'close') {
          return value.bind(target);
        }
        return (...args: unknown[]) =>
          this.#call(String(property), () => value.apply(target, args));
      },
    });
  }

  cutAll(): void {
    this.#isCut = true;
  }

  async #call<T>(method: string, work: () => Promise<T>): Promise<T> {
    if (this.#isCut) throw cut(method);
    const rule = this.rules.take({ method, path: '' });
    if (!rule) return work();
    if (rule.effect.kind === 'cutAfter') await work();
    else if (rule.effect.kind !== 'cutBefore') {
      throw new Error(`A cluster in memory has no fault ${rule.effect.kind}`);
    }
    rule.onStrike?.();
    throw cut(method);
  }
}

function cut(method: string): ClusterError {
  return new ClusterError('Unavailable', `${method}: the connection broke`);
}
