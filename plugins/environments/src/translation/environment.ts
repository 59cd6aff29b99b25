export const environment = {
  head: {
    owner: 'Owner',
    template: 'Template',
    revision: 'Revision',
    cluster: 'Cluster',
    namespace: 'Namespace',
    createdBy: 'Created by',
    path: 'Where this page is',
  },
  state: {
    Provisioning: 'Being made since {{time}}',
    Ready: 'Ready since {{time}}',
    Updating: 'Being updated since {{time}}',
    Failed: 'Failed at {{time}}',
    Deleting: 'Being deleted since {{time}}',
    Deleted: 'Deleted at {{time}}',
  },
  auditTrail: 'Audit trail',
  missing: {
    title: 'No such environment',
    description:
      'It does not exist, or you may not see it. Ask its owner, or look at your own environments.',
    mine: 'My environments',
  },
  missingObjects: {
    title_one: 'One object is missing on the cluster: {{objects}}',
    title_other: '{{count}} objects are missing on the cluster: {{objects}}',
    revert_one:
      'Somebody removed it past the portal. Revert it under Objects to make it again.',
    revert_other:
      'Somebody removed them past the portal. Revert them under Objects to make them again.',
    description_one:
      'Somebody removed it past the portal. Tell your platform team, or delete this environment and make a new one.',
    description_other:
      'Somebody removed them past the portal. Tell your platform team, or delete this environment and make a new one.',
  },
  stages: {
    create: 'How far it is made',
    delete: 'How far it is deleted',
    upgrade: 'How far it is upgraded',
    rollback: 'How far it is rolled back',
    revert: 'How far the changes are reverted',
    Pending: 'Waiting',
    Running: 'Running',
    Succeeded: 'Done',
    Failed: 'Failed',
    total: 'Total',
    announce: '{{stage}}: {{state}}',
  },
  failure: {
    stage: 'Failed at: {{stage}}',
    unknownStage: 'The operation failed',
    clusterSays: 'What happened',
    advice: 'What to do',
    reason: 'Code to quote: {{reason}}',
    again: 'Create another from this template',
  },
  tabs: {
    label: 'Parts of the environment',
    access: 'Access',
    objects: 'Objects',
    objectsDrifted: 'Objects ({{number}} drifted)',
    activity: 'Activity',
    conditions: 'Conditions',
  },
  access: {
    title: 'Use it with kubectl',
    intro:
      'A kubeconfig is good for this namespace alone and for one hour. It is shown once and stored nowhere; that you got it is recorded.',
    reality: {
      simulated:
        'Its nodes are simulated: logs, exec and port-forward do not work here.',
      memory: 'This cluster lives in memory: the kubeconfig leads nowhere.',
    },
    while: {
      Provisioning:
        'There is a kubeconfig as soon as the environment is ready.',
      Updating:
        'The environment is being updated: wait until that is done, then get a kubeconfig.',
      Failed:
        'There is no kubeconfig, because the environment failed. Its owners can delete it and try again.',
      Deleting:
        'The environment is being deleted: there is no way into it any more.',
      Deleted: 'The environment is deleted: there is nothing to get into.',
    },
    notAllowed:
      'You may look at this environment but not get into it: only its owners may.',
    role: 'What it may do',
    owner: 'Owner: change everything but quota, network policy and roles',
    viewer: 'Viewer: read only, no secrets',
    get: 'Get kubeconfig',
    getAgain: 'Get a new kubeconfig',
    download: 'Download kubeconfig',
    copyAll: 'Copy kubeconfig',
    steps: 'Then, where you saved it:',
    expires: 'Good for another {{duration}}, until {{time}}',
    expired: 'This kubeconfig has expired. Get a new one.',
    failed: 'No kubeconfig was made',
    copyCommand: 'Copy: {{command}}',
  },
  objects: {
    caption: 'Objects: {{wave}}',
    kind: 'Kind',
    origin: 'From',
    name: 'Name',
    health: 'Health',
    created: 'Created',
    empty: 'The cluster shows no objects of this environment.',
    state: {
      Healthy: 'Healthy',
      Progressing: 'Progressing',
      Degraded: 'Degraded',
      Missing: 'Missing',
      Unknown: 'Unknown',
    },
  },
  drift: {
    title: 'Changed past the portal',
    intro:
      'Somebody changed these objects on the cluster itself, so they are no longer as the template has them: − as they should be, + as they are.',
    checkedAt: 'Compared at {{time}}.',
    unknown: 'Whether anything drifted is not known',
    mark: 'Drifted',
    missing: 'It is gone from the cluster.',
    expected: 'Expected:',
    actual: 'On the cluster:',
    who: 'Changed with {{manager}}',
    whoWhen: 'Changed with {{manager}} at {{time}}',
    foundAt: 'Found at {{time}}',
    excepted: 'Excepted by {{by}} until {{until}}: {{reason}}',
    choose: 'Choose objects to decide about.',
    chosen_one: 'One object chosen',
    chosen_other: '{{count}} objects chosen',
    failed: 'Nothing was decided',
    limiting:
      'Only those who manage templates may accept or except drift of what limits an environment: revert {{objects}}, or ask them.',
    revert: {
      action: 'Revert',
      title: 'Revert what was changed?',
      description:
        'Made again as the template has it: {{objects}}. What was changed by hand is lost.',
    },
    accept: {
      action: 'Accept',
      title: 'Accept what was changed?',
      description:
        'What is on the cluster is right from now on: {{objects}}. The next upgrade may change it again.',
    },
    except: {
      action: 'Except until a date',
      title: 'Leave it for a while?',
      description:
        'Left as it is until the date, and no longer counted as drift: {{objects}}.',
    },
  },
  activity: {
    caption: 'Operations',
    parameters: 'Parameters',
    kind: {
      create: 'Create',
      delete: 'Delete',
      upgrade: 'Upgrade',
      rollback: 'Roll back',
      revert: 'Revert drift',
    },
    state: {
      Queued: 'Waiting',
      Running: 'Running',
      Succeeded: 'Succeeded',
      Failed: 'Failed',
    },
    column: {
      operation: 'Operation',
      state: 'State',
      stages: 'Stages',
      person: 'Requested by',
      requested: 'Requested',
      took: 'Took',
    },
    empty: 'Nothing has been done with this environment.',
  },
  conditions: {
    caption: 'Conditions',
    column: {
      type: 'Condition',
      status: 'Status',
      reason: 'Reason',
      message: 'Message',
      since: 'Since',
    },
    empty: 'The environment has no conditions yet.',
  },
  reasoned: {
    reason: 'Reason',
    reasonHelp:
      'Everybody who sees the environment reads it, and it is recorded.',
    until: { optional: 'Until (optional)', required: 'Until' },
    untilHelp: 'To the end of that day, UTC; at most a year ahead.',
    cancel: 'Cancel',
  },
  hold: {
    action: 'Hold',
    title: 'Hold {{name}}?',
    description:
      'While it is held, nothing upgrades this environment: no rollout, and nobody by hand before it is released.',
    failed: 'It is not held',
    notice:
      'Held by {{by}} since {{since}}: nobody upgrades it until it is released',
    noticeUntil:
      'Held by {{by}} since {{since}}, until {{until}}: nobody upgrades it before that, unless it is released',
    release: 'Release',
    notReleased: 'It is still held',
  },
  change: {
    title: 'What changes on the cluster',
    revisions: 'Revision',
    updating: 'Working it out again',
    summary:
      'Changed: {{changed}}. Made: {{added}}. Deleted: {{removed}}. Compared with what is on the cluster now.',
    needed: 'The new revision needs these values',
    losesVolumes: 'A volume is deleted, with the data on it.',
    changedMeanwhile:
      'Something changed since you looked: this is how it is now. Look at it, then agree again.',
    cancel: 'Cancel',
  },
  upgrade: {
    action: 'Upgrade',
    title: 'Upgrade {{name}}',
    meaning:
      'Exactly this is applied, then what is no longer wanted is deleted, then the checks of the template must hold. Pods of changed workloads may start anew. It can be rolled back.',
    held: 'It is on hold: release it before you upgrade it.',
    draft: 'Replace the draft by the published revision',
    failed: 'It was not upgraded',
  },
  rollback: {
    action: 'Roll back',
    title: 'Roll back {{name}}',
    meaning:
      'Exactly this is applied: what the environment was made of before. Data in volumes stays as it is now; it does not go back.',
    failed: 'It was not rolled back',
  },
  delete: {
    action: 'Delete environment',
    title: 'Delete {{name}}?',
    goes: 'Goes: the namespace {{namespace}} on {{cluster}} with everything in it, volumes and their data included. This cannot be taken back.',
    stays: 'Stays: the record of who made, used and deleted it.',
    confirm: 'Type {{name}} to confirm',
    cancel: 'Cancel',
    failed: 'It was not deleted',
  },
  deleted:
    'This environment was deleted at {{time}}. Nothing of it is left on the cluster; what was done with it stays here.',
} as const;
