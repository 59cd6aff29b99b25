export const common = {
  environments: 'Environments',
  stale: {
    title: 'Not up to date',
    description:
      'The last try to fetch this failed: {{message}} What you see is the last answer. We keep trying.',
  },
  error: {
    title: 'This could not be fetched',
    next: 'Try again. If it stays like this, tell your platform team and quote the code.',
    futile:
      'Trying again changes nothing. If you did not expect this, tell your platform team and quote the code.',
    noAnswer: 'The portal does not answer.',
    goesOn: 'This page goes on by itself as soon as it does.',
    code: 'Code to quote: {{code}}',
    noCode: 'no answer',
    retry: 'Try again',
  },
  filter: { show: 'Filters', inUse: 'Filters (in use)' },
  loading: 'Loading',
  loadMore: 'Load more',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy: select the text by hand',
  phase: {
    Provisioning: 'Being made',
    Ready: 'Ready',
    Updating: 'Being updated',
    Failed: 'Failed',
    Deleting: 'Being deleted',
    Deleted: 'Deleted',
  },
  change: {
    added: 'Added',
    changed: 'Changed',
    removed: 'Removed',
    before: 'Before:',
    after: 'After:',
    fields: 'Fields of {{kind}} {{name}}',
    more_one: 'Show one more field',
    more_other: 'Show {{count}} more fields',
    none: 'Nothing changes on the cluster.',
    unchanged_one: 'One object stays as it is.',
    unchanged_other: '{{count}} objects stay as they are.',
    refused: 'The cluster would refuse this: {{refusal}}',
  },
  mark: {
    behind_one: 'One revision behind',
    behind_other: '{{count}} revisions behind',
    drifted_one: 'One object drifted',
    drifted_other: '{{count}} objects drifted',
    held: 'Held',
    halted: 'Its revision is halted',
  },
  origin: {
    portal: 'Portal',
    template: 'Template',
    module: 'Module {{name}}',
    addOn: 'Add-on {{name}}',
    developer: 'Yours',
  },
  templateState: {
    draft: 'Draft',
    published: 'Published',
    deprecated: 'Deprecated',
    withdrawn: 'Withdrawn',
  },
  wave: {
    namespace: 'Namespace',
    policies: 'Quota, limits, network and access',
    workloads: 'Workloads',
  },
  reality: {
    memory:
      'These environments are not real: they live in memory and are gone when the portal stops.',
    simulated:
      'Simulated nodes: {{cluster}} has a real Kubernetes API, but nothing runs on it.',
  },
} as const;
