// Revisions that the catalog delivers, the life of templates, what an environment
// was made of before, holds, drift and rollouts.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table template_revisions
      add column kind text not null default 'template' check (kind in ('template', 'module')),
      add column origin text not null default 'catalog' check (origin in ('catalog', 'workbench')),
      add column commit text,
      add column author text,
      add column last_seen_at timestamptz not null default clock_timestamp(),
      add column seq bigint generated always as identity,
      add column halted_at timestamptz,
      add column halted_by text,
      add column halt_reason text,
      add column resumed_at timestamptz,
      add column halt_notified_at timestamptz,
      alter column content type json;
    comment on column template_revisions.content is 'As json: the order of parameters is the order of the form.';
    comment on column template_revisions.origin is 'workbench: tried as a draft, never delivered by the catalog.';
    comment on column template_revisions.seq is 'Order in which revisions were first seen.';
    comment on column template_revisions.resumed_at is 'Failures before it no longer count towards a halt.';

    create function template_revisions_refuse() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE'
          or (old.digest, old.template_ref, old.kind, old.title, old.content::text, old.first_seen_at, old.seq)
            is distinct from (new.digest, new.template_ref, new.kind, new.title, new.content::text, new.first_seen_at, new.seq)
          -- Where it comes from is told anew once: when the catalog delivers what was a draft.
          or ((old.origin, new.origin) is distinct from ('workbench', 'catalog')
            and (old.origin, old.source_location, old.commit, old.author)
              is distinct from (new.origin, new.source_location, new.commit, new.author)) then
        raise exception 'template revisions are immutable: % is refused', tg_op using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$;
    create trigger template_revisions_immutable before update or delete on template_revisions
      for each row execute function template_revisions_refuse();
    create trigger template_revisions_no_truncate before truncate on template_revisions
      for each statement execute function template_revisions_refuse();
    create index template_revisions_to_notify on template_revisions (halted_at)
      where halted_at is not null and halt_notified_at is null;

    create table templates (
      ref text primary key,
      kind text not null check (kind in ('template', 'module')),
      title text not null,
      owner_ref text not null,
      state text not null check (state in ('draft', 'published', 'deprecated', 'withdrawn')),
      was_published boolean not null default false,
      revision text references template_revisions (digest),
      problems jsonb not null default '[]',
      delivered_etag text,
      source_location text,
      changed_at timestamptz not null default clock_timestamp()
    );
    comment on table templates is 'What the catalog delivers now, or did last: one row a template or module.';
    comment on column templates.revision is 'The last delivered content without faults; absent if there never was one.';
    comment on column templates.problems is 'Why what is delivered now is refused; empty if it is not.';
    comment on column templates.was_published is 'What was published once never becomes a draft again.';

    -- What environments were made of was on offer: it can't become a draft. The catalog's next listing
    -- mends the rest, and withdraws what is gone.
    insert into templates (ref, kind, title, owner_ref, state, was_published, revision)
      select distinct on (template_ref) template_ref, 'template', title,
          case
            when owner ~ '^[^:/]+$' then 'group:' || split_part(split_part(template_ref, '/', 1), ':', 2) || '/' || owner
            when owner ~ '^[^:/]+/[^:/]+$' then 'group:' || owner
            else owner
          end,
          'published', true, digest
        from template_revisions, lower(coalesce(content -> 'spec' ->> 'owner', '')) as owner
        where template_ref in (select template_ref from environments)
        order by template_ref, first_seen_at desc;

    alter table environments
      drop constraint environments_phase_check,
      add constraint environments_phase_check
        check (phase in ('Provisioning', 'Ready', 'Updating', 'Failed', 'Deleting', 'Deleted')),
      add column add_ons jsonb not null default '[]',
      add column own_manifests jsonb not null default '[]',
      add column checks jsonb not null default '[]',
      add column draft boolean not null default false,
      add column hold jsonb;
    comment on column environments.manifests is 'The objects as rendered for what it is, or is becoming; frozen until an upgrade.';
    comment on column environments.checks is 'The template''s own checks, frozen with the objects.';
    create index environments_template on environments (template_ref) where phase <> 'Deleted';
    create index environments_revision on environments (revision) where phase <> 'Deleted';

    alter table operations
      drop constraint operations_kind_check,
      add constraint operations_kind_check
        check (kind in ('create', 'delete', 'upgrade', 'rollback', 'revert')),
      add column revision text references template_revisions (digest),
      add column details jsonb not null default '{}',
      add column rollout_id uuid;
    comment on column operations.details is 'What only this kind needs: objects to prune, objects to revert.';
    update operations set revision = environments.revision
      from environments where environments.id = operations.environment_id;
    alter table operations alter column revision set not null;
    create index operations_revision on operations (revision, finished_at desc) where kind = 'create';

    create table environment_renders (
      id bigint generated always as identity primary key,
      environment_id uuid not null references environments (id),
      operation_id uuid not null references operations (id) deferrable initially deferred,
      revision text not null references template_revisions (digest),
      parameters jsonb not null,
      add_ons jsonb not null,
      own_manifests jsonb not null,
      manifests jsonb not null,
      checks jsonb not null,
      created_at timestamptz not null default clock_timestamp()
    );
    comment on table environment_renders is 'What an environment was made of before each upgrade: where a rollback goes.';
    create index environment_renders_environment on environment_renders (environment_id, id desc);

    create table drifts (
      environment_id uuid not null references environments (id),
      api_version text not null,
      kind text not null,
      name text not null,
      missing boolean not null,
      fields jsonb not null,
      found_at timestamptz not null default clock_timestamp(),
      exception jsonb,
      primary key (environment_id, api_version, kind, name)
    );
    comment on table drifts is 'Objects that differ from what was rendered, as last compared.';

    create table drift_checks (
      cluster text primary key,
      checked_at timestamptz not null
    );
    comment on table drift_checks is 'When a cluster was last compared; written seldom, so that a comparison that finds nothing changes nothing.';

    create table rollouts (
      id uuid primary key,
      template_ref text not null,
      revision text not null references template_revisions (digest),
      state text not null check (state in ('Running', 'Paused', 'Completed', 'Cancelled')),
      reason text,
      cohorts jsonb not null,
      cohort integer not null default 0,
      pause_after_failures integer not null,
      failures integer not null default 0,
      wait_between_cohorts boolean not null,
      actor jsonb not null,
      actor_ref text not null,
      granted jsonb,
      correlation_id uuid not null,
      idempotency_key text not null,
      request_digest text not null,
      created_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      unique (actor_ref, idempotency_key)
    );
    comment on column rollouts.granted is 'Why its creator was allowed to; what it does is done in their name.';
    comment on column rollouts.failures is 'Since it was last resumed.';
    comment on column rollouts.cohort is 'Index of the cohort that is under way.';
    create unique index rollouts_one_at_a_time on rollouts (template_ref) where state in ('Running', 'Paused');
    create index rollouts_template on rollouts (template_ref, created_at desc);
    alter table operations add foreign key (rollout_id) references rollouts (id);
    create index operations_rollout on operations (rollout_id) where rollout_id is not null;

    create table rollout_members (
      rollout_id uuid not null references rollouts (id),
      environment_id uuid not null references environments (id),
      cohort integer not null,
      position integer not null,
      state text not null check (state in ('Pending', 'Upgrading', 'Succeeded', 'Failed', 'Held', 'Skipped')),
      revision text not null references template_revisions (digest),
      operation_id uuid references operations (id) deferrable initially deferred,
      message text,
      primary key (rollout_id, environment_id)
    );
    comment on column rollout_members.revision is 'Of the environment when the rollout was created; one that somebody has changed since is left alone.';
    create index rollout_members_under_way on rollout_members (rollout_id) where state = 'Upgrading';
    create index rollout_members_operation on rollout_members (operation_id) where operation_id is not null;
  `);
};

/** What the tables before can't hold, in words. */
const LOST = {
  'upgrades, rollbacks or reverts':
    "select 1 from operations where kind not in ('create', 'delete')",
  'environments that are being changed':
    "select 1 from environments where phase = 'Updating'",
  'earlier states of environments': 'select 1 from environment_renders',
  'environments on hold':
    "select 1 from environments where phase <> 'Deleted' and hold is not null",
  'environments with add-ons':
    "select 1 from environments where phase <> 'Deleted' and add_ons <> '[]'",
  'environments with objects of their owners':
    "select 1 from environments where phase <> 'Deleted' and own_manifests <> '[]'",
  'environments with checks of their own':
    "select 1 from environments where phase <> 'Deleted' and checks <> '[]'",
  'environments of drafts':
    "select 1 from environments where phase <> 'Deleted' and draft",
  'accepted or excepted drift':
    'select 1 from drifts where exception is not null',
  'halted revisions':
    'select 1 from template_revisions where halted_at is not null',
  'drafts from the workbench':
    "select 1 from template_revisions where origin = 'workbench'",
  modules: "select 1 from template_revisions where kind = 'module'",
  rollouts: 'select 1 from rollouts',
};

/**
 * Refuses while there is anything that only these tables know.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const lost = [];
  for (const [what, query] of Object.entries(LOST)) {
    const { rows } = await knex.raw(`${query} limit 1`);
    if (rows.length > 0) lost.push(what);
  }
  if (lost.length > 0) {
    throw new Error(
      `The tables before this migration can't hold what there is: ${lost.join(
        ', ',
      )}. Go on with this version, or restore the backup from before it.`,
    );
  }
  await knex.raw(`
    drop table rollout_members;
    alter table operations drop column rollout_id;
    drop table rollouts;
    drop table drift_checks;
    drop table drifts;
    drop table environment_renders;
    drop index operations_revision;
    alter table operations
      drop column details,
      drop column revision,
      drop constraint operations_kind_check,
      add constraint operations_kind_check check (kind in ('create', 'delete'));
    drop index environments_template;
    drop index environments_revision;
    alter table environments
      drop column hold,
      drop column draft,
      drop column checks,
      drop column own_manifests,
      drop column add_ons,
      drop constraint environments_phase_check,
      add constraint environments_phase_check
        check (phase in ('Provisioning', 'Ready', 'Failed', 'Deleting', 'Deleted'));
    drop table templates;
    drop index template_revisions_to_notify;
    drop trigger template_revisions_no_truncate on template_revisions;
    drop trigger template_revisions_immutable on template_revisions;
    drop function template_revisions_refuse();
    alter table template_revisions
      alter column content type jsonb,
      drop column halt_notified_at,
      drop column resumed_at,
      drop column halt_reason,
      drop column halted_by,
      drop column halted_at,
      drop column seq,
      drop column last_seen_at,
      drop column author,
      drop column commit,
      drop column origin,
      drop column kind;
  `);
};
