export const list = {
  tabs: { mine: 'Mine', create: 'Create', all: 'All' },
  createAction: 'New environment',
  caption: { mine: 'My environments', all: 'All environments' },
  column: {
    name: 'Name',
    state: 'State',
    owner: 'Owner',
    template: 'Template',
    cluster: 'Cluster',
    created: 'Created',
  },
  filter: {
    label: 'Filters',
    phase: 'State',
    template: 'Template',
    owner: 'Owner',
    any: 'Any',
    anyPhase: 'All but deleted',
    clear: 'Clear filters',
  },
  empty: {
    mine: 'You have no environment yet: pick a template, and one is made for you.',
    all: 'Nobody has an environment yet.',
    filtered: 'No environment matches these filters.',
  },
  card: {
    title: 'Environments',
    empty: 'No environments yet.',
    create: 'New environment',
    more: 'There are more: see all',
    open: 'Open environment',
  },
} as const;
