import { Entity } from '@backstage/catalog-model';
import { Problem } from '@sandlot/plugin-environments-common';
import { CheckedDelivery, checkDelivery } from './checkDelivery';
import { Delivery } from './Delivery';
import { Provenance, TemplateFiles } from './TemplateFiles';

/** Each may start a process or ask another server. */
const READS_AT_ONCE = 5;

/** What the files say of a delivery. */
export interface Reading {
  /** Those of the check, with their lines. */
  problems: Problem[];
  provenance: Provenance;
}

interface Finding {
  /** Another one whenever the delivery or any module is another. */
  version: string;
  checked: CheckedDelivery;
  reading?: Promise<void>;
  /** Absent until it is known. */
  read?: Reading;
}

/** What is found out about deliveries, once for each version of them. */
export class DeliveryFindings {
  readonly #files: TemplateFiles;
  /** By reference. To check a template takes longer than all else. */
  readonly #findings = new Map<string, Finding>();

  constructor(files: TemplateFiles) {
    this.#files = files;
  }

  check(
    delivery: Delivery,
    modules: (ref: string) => Entity | undefined,
    modulesVersion: string,
  ): CheckedDelivery {
    const version = `${delivery.etag} ${modulesVersion}`;
    const known = this.#findings.get(delivery.ref);
    if (known?.version === version) return known.checked;
    const checked = checkDelivery(delivery, modules);
    this.#findings.set(delivery.ref, { version, checked });
    return checked;
  }

  /** @returns undefined while nobody has read the files of what was checked last */
  readingOf(ref: string): Reading | undefined {
    return this.#findings.get(ref)?.read;
  }

  /** Reads the files of deliveries that were checked, which may take seconds. */
  async read(deliveries: Delivery[]): Promise<void> {
    const waiting = [...deliveries];
    const readNext = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await this.#readOne(next);
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, readNext));
  }

  /** Forgets all that is not delivered any more. */
  keep(delivered: ReadonlySet<string>): void {
    for (const ref of this.#findings.keys()) {
      if (!delivered.has(ref)) this.#findings.delete(ref);
    }
  }

  #readOne({ ref, entity }: Delivery): Promise<void> {
    const finding = this.#findings.get(ref);
    if (!finding) return Promise.resolve();
    finding.reading ??= Promise.all([
      this.#files.locate(entity, finding.checked.problems),
      finding.checked.good ? this.#files.provenanceOf(entity) : {},
    ]).then(([problems, provenance]) => {
      finding.read = { problems, provenance };
    });
    return finding.reading;
  }
}
