import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { ObjectKind, ObjectReference } from '../Cluster';
import { objectPath } from '../objectPath';
import { referenceTo } from '../namespaces';

interface Transition {
  dueAt: number;
  run: () => void;
}

/**
 * Objects by their path, and what controllers will do to them. What is due is
 * done when somebody looks: no timers, and a clock that a test can hold.
 */
export class MemoryObjects {
  private readonly now: () => number;
  private readonly objects = new Map<string, KubernetesObject>();
  private transitions: Transition[] = [];

  constructor(now: () => number) {
    this.now = now;
  }

  get(reference: ObjectReference): KubernetesObject | undefined {
    this.settle();
    return this.objects.get(objectPath(reference));
  }

  put(object: KubernetesObject): void {
    this.objects.set(objectPath(referenceTo(object)), object);
  }

  /** All objects of one kind. */
  ofKind({ apiVersion, kind }: ObjectKind): KubernetesObject[] {
    this.settle();
    return [...this.objects.values()].filter(
      object => object.apiVersion === apiVersion && object.kind === kind,
    );
  }

  /** All that is in a namespace, itself not. */
  inNamespace(namespace: string): KubernetesObject[] {
    this.settle();
    return [...this.objects.values()].filter(
      ({ metadata }) => metadata.namespace === namespace,
    );
  }

  remove(object: KubernetesObject): void {
    this.objects.delete(objectPath(referenceTo(object)));
  }

  /** Does something `milliseconds` from now to an object, if it is still the same one then. */
  later(
    milliseconds: number,
    object: KubernetesObject,
    run: (present: KubernetesObject) => void,
  ): void {
    this.transitions.push({
      dueAt: this.now() + milliseconds,
      run: () => {
        const present = this.objects.get(objectPath(referenceTo(object)));
        if (present && present.metadata.uid === object.metadata.uid) {
          run(present);
        }
      },
    });
  }

  private settle(): void {
    const now = this.now();
    const due = this.transitions
      .filter(({ dueAt }) => dueAt <= now)
      .sort((a, b) => a.dueAt - b.dueAt);
    this.transitions = this.transitions.filter(({ dueAt }) => dueAt > now);
    due.forEach(({ run }) => run());
  }
}
