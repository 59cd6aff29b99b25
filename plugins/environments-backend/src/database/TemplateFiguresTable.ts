import { TemplateReport } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';

/** What runs on a template or revision, and how its creations went. */
export interface TemplateFigures {
  /** Live environments. */
  environments: number;
  creations: TemplateReport['creations'];
}

/** How far figures of creations reach back. */
const SPAN = "interval '30 days'";

// A creation that a deletion overtook says nothing about the template.
const CREATIONS = `
  count(*) filter (where operations.state = 'Succeeded')::int as succeeded,
  count(*) filter (where operations.state = 'Failed')::int as failed,
  percentile_cont(0.5) within group (order by extract(epoch from operations.finished_at - operations.requested_at))
    filter (where operations.state = 'Succeeded') as median_seconds`;
const COUNTED = `operations.kind = 'create' and operations.finished_at > clock_timestamp() - ${SPAN}
  and operations.failure ->> 'reason' is distinct from 'Superseded'`;

/** Reads what is counted; nothing is kept. */
export class TemplateFiguresTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** By reference; a template that nothing was made of is left out. */
  async ofTemplates(): Promise<
    Map<string, TemplateFigures & { behind: number }>
  > {
    const { rows } = await this.#knex.raw(`
      select templates.ref, coalesce(live.environments, 0) as environments, coalesce(live.behind, 0) as behind,
          creations.*
        from templates
        left join lateral (
          select count(*)::int as environments,
              count(*) filter (where environments.revision is distinct from templates.revision)::int as behind
            from environments
            where environments.template_ref = templates.ref and environments.phase <> 'Deleted'
        ) live on true
        left join lateral (
          select ${CREATIONS} from template_revisions
            join operations on operations.revision = template_revisions.digest
            where template_revisions.template_ref = templates.ref and ${COUNTED}
        ) creations on true
        where templates.kind = 'template'`);
    return new Map(
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      rows.map((row: any) => [
        row.ref,
        { ...toFigures(row), behind: row.behind },
      ]),
    );
  }

  /** By digest, for each of these. */
  async ofRevisions(digests: string[]): Promise<Map<string, TemplateFigures>> {
    const { rows } = await this.#knex.raw(
      `select revision.digest, live.environments, creations.*
        from unnest(?::text[]) as revision (digest)
        left join lateral (
          select count(*)::int as environments from environments
            where environments.revision = revision.digest and environments.phase <> 'Deleted'
        ) live on true
        left join lateral (
          select ${CREATIONS} from operations where operations.revision = revision.digest and ${COUNTED}
        ) creations on true`,
      [digests],
    );
    return new Map(
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      rows.map((row: any) => [row.digest, toFigures(row)]),
    );
  }

  /**
   * How the last creations of a revision ended, newest first, since it was
   * last resumed; without those of drafts, those with objects of the owner's own and
   * those that somebody cancelled or a deletion overtook.
   */
  async lastCreations(
    digest: string,
    limit: number,
  ): Promise<
    { name: string; failure?: { reason: string; message: string } }[]
  > {
    const { rows } = await this.#knex.raw(
      `select environments.name, operations.state, operations.failure
        from operations
          join environments on environments.id = operations.environment_id
          join template_revisions on template_revisions.digest = operations.revision
        where operations.kind = 'create' and operations.revision = ? and operations.state in ('Succeeded', 'Failed')
          and operations.failure ->> 'reason' is distinct from 'Superseded'
          and operations.finished_at > coalesce(template_revisions.resumed_at, '-infinity')
          and not environments.draft and jsonb_array_length(environments.own_manifests) = 0
        order by operations.finished_at desc limit ?`,
      [digest, limit],
    );
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    return rows.map((row: any) => ({
      name: row.name,
      ...(row.state === 'Failed' && { failure: row.failure }),
    }));
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toFigures(row: any): TemplateFigures {
  return {
    environments: row.environments,
    creations: {
      succeeded: row.succeeded,
      failed: row.failed,
      ...(row.median_seconds !== null && {
        medianSeconds: row.median_seconds,
      }),
    },
  };
}
