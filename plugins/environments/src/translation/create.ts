export const create = {
  gallery: {
    title: 'Pick a template',
    label: 'Templates',
    use: 'Use template {{title}}',
    owner: 'Kept by {{owner}}',
    halted: 'Halted',
    empty:
      'There is no template that you may use. Your platform team publishes them in the catalog.',
  },
  title: 'New environment from {{template}}',
  otherTemplate: 'Other template',
  field: {
    name: 'Name',
    nameHelp: 'Lower-case letters, digits and hyphens; at most 40 characters',
    nameProblem:
      'Start with a letter, then lower-case letters, digits and hyphens, not ending in a hyphen; at most 40 characters',
    owner: 'Owner',
    ownerHelp: 'Who may use and delete it',
    cluster: 'Cluster',
    parameters: 'Parameters',
    choose: 'Choose',
    none: 'None',
  },
  picker: {
    placeholder: 'Type a part of its name or title',
    failed: 'The catalog could not be asked',
  },
  shown: 'Asked for now: {{fields}}.',
  hidden: 'Not needed with these choices: {{fields}}.',
  addOns: 'Add-ons',
  manifests: {
    title: 'Your own objects',
    rules:
      'Kinds that you may add: {{kinds}}. At most {{maximum}} objects. They are taken as they are, and made together with the rest.',
    label: 'Kubernetes objects as YAML',
    help: 'Several objects are separated by a line with ---',
    files: 'Files with Kubernetes objects',
    upload: 'Add files',
    problem: 'Line {{line}}: {{message}}',
    tooLong: 'This is more than the 64 KiB that one request may have.',
    unread: 'These files could not be read: {{files}}',
  },
  lease: {
    default: 'Asked for: {{time}}',
    maximum: 'At most: {{time}}',
    notInForce: 'Nothing ends by itself yet: delete what you no longer need.',
  },
  halted: {
    title: 'This template is halted: nobody can create from it now',
    description:
      'Halted by {{by}} at {{time}}: {{reason}} Ask them, or pick another template.',
  },
  state: {
    draft: 'This is a draft, to try it out. It may change or go at any time.',
    deprecated:
      'This template is on its way out. It still works; {{owner}} can say what comes in its place.',
  },
  form: 'Environment form',
  submit: 'Create environment',
  submitHint: 'or press Ctrl+Enter',
  problems_one: 'One thing to put right before this can be created',
  problems_other: '{{count}} things to put right before this can be created',
  failed: 'It was not created',
  refusedHint: 'The form is as you left it: put this right, then create.',
  retryHint:
    'Nothing was lost: the form is as you left it, and trying again makes at most one environment.',
  changed: {
    title: 'The template changed while you were filling in the form',
    description:
      'What you get has been worked out again from its new revision. Look at it, then create.',
  },
  preview: {
    title: 'What you get',
    updating: 'Working it out again',
    incomplete: 'Fill in the form, and this says exactly what will be made.',
    where: 'Where',
    revision: 'Revision',
    objects_one: 'One object',
    objects_other: '{{count}} objects',
    objectsFrom: 'Objects that will be made: {{origin}}',
    lease: 'Lease',
    checks: 'Ready only when',
    showYaml: 'Show YAML',
    hideYaml: 'Hide YAML',
    yamlLabel: 'Manifests as YAML',
  },
  topic: {
    namespace: 'Namespace',
    quota: 'Quota',
    limits: 'Limits',
    network: 'Network',
    security: 'Security',
    access: 'Access',
    workload: 'Workload',
    storage: 'Storage',
    other: 'Other',
  },
} as const;
