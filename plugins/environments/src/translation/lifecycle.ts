/** The life of an environment: its lease, its sleep, who uses it, its end. */
export const lifecycle = {
  left: {
    days_one: 'One day left',
    days_other: '{{count}} days left',
    hours_one: 'One hour left',
    hours_other: '{{count}} hours left',
    minutes_one: 'One minute left',
    minutes_other: '{{count}} minutes left',
    expired: {
      days_one: 'Expired, deleted in one day',
      days_other: 'Expired, deleted in {{count}} days',
      hours_one: 'Expired, deleted in one hour',
      hours_other: 'Expired, deleted in {{count}} hours',
      minutes_one: 'Expired, deleted in one minute',
      minutes_other: 'Expired, deleted in {{count}} minutes',
    },
    held: 'Kept by a legal hold',
    endless: 'No end',
  },
  more: 'More',
  moreLabel: 'More that you can do with {{name}}',
  dismiss: 'Back',
  end: {
    choice: 'New end of the lease',
    day: 'One day: until {{time}}',
    week: 'One week: until {{time}}',
    moreDay: 'One more day: until {{time}}',
    moreWeek: 'One more week: until {{time}}',
    latest: 'As long as its template gives it: until {{time}}',
    other: 'Another day',
    otherDay: 'Last day',
    otherHelp: 'To the end of that day, UTC; {{time}} at the latest.',
    range: 'Its owner may extend it until {{time}}. Ops may go beyond that.',
    noRange: 'Its template sets no latest end.',
    used: 'Its template gives it until {{time}}, and no longer. Ask ops if you need more.',
    rangeByAgreement:
      'Its owner may extend it until {{time}}. Beyond that {{by}} must agree.',
  },
  extend: {
    action: 'Extend',
    title: 'Extend {{name}}',
    now: 'Its lease ends at {{time}}.',
    failed: 'It was not extended',
  },
  restore: {
    action: 'Restore',
    title: 'Restore {{name}}',
    now: 'Its lease ended at {{time}}. With a new one its workloads get their sizes back.',
    failed: 'It was not restored',
  },
  hibernate: {
    action: 'Hibernate',
    title: 'Hibernate {{name}}?',
    description:
      'Its workloads are scaled to zero until somebody resumes it. Data in volumes stays, and its lease goes on.',
    failed: 'It does not hibernate',
  },
  resume: {
    action: 'Resume',
    title: 'Resume {{name}}?',
    description: 'Its workloads get the sizes back that they had.',
    failed: 'It was not resumed',
  },
  transfer: {
    action: 'Hand over',
    title: 'Hand over {{name}}',
    description:
      'It is set up anew for the new owner. {{owner}} loses it with that, and you with them, unless you are a member or of the new owner. It cannot be rolled back.',
    owner: 'New owner',
    ownerHelp: 'A person or a group of the catalog',
    failed: 'It was not handed over',
    unjudged: 'It is not known what policies say to that owner',
    refused: 'It can’t be handed over to that owner',
  },
  clone: { action: 'Clone' },
  cancel: {
    action: {
      create: 'Cancel creation',
      asked: 'Withdraw request',
      hibernate: 'Cancel hibernation',
      resume: 'Cancel resuming',
      delete: 'Cancel deletion',
      other: 'Cancel operation',
    },
    title: '{{action}} of {{name}}?',
    create: 'What was made of it so far is deleted.',
    asked: 'Nothing was made yet, and nobody is asked any more.',
    other: 'Nothing was begun yet: it stays as it was.',
    failed: 'It was not cancelled',
  },
  legalHold: {
    action: 'Legal hold',
    title: 'Put {{name}} under legal hold?',
    description:
      'While it lasts, the environment does not expire and nobody can delete it. It may still hibernate.',
    failed: 'It is not under legal hold',
    notice: 'Under legal hold by {{by}} since {{since}}',
    meaning:
      'Until this has ended, it does not expire and nobody can delete it.',
    end: {
      action: 'End legal hold',
      title: 'End the legal hold of {{name}}?',
      description:
        'From then on its lease counts again, and it can be deleted.',
      failed: 'The legal hold has not ended',
    },
  },
  lease: {
    title: 'Lease',
    notYet: 'Its lease begins when it is made.',
    none: 'This environment has no lease: it lives until somebody deletes it.',
    ends: 'Its lease ends at {{end}}. Then it hibernates, and can be restored until {{deletion}}. After that it is deleted, with all that is in it.',
    endsShort: 'Its lease ends at {{end}}. Then it hibernates.',
    ended:
      'Its lease ended at {{end}}. It can be restored until {{deletion}}. After that it is deleted, with all that is in it.',
    postponed: 'The end has passed and has no effect yet: {{reason}}',
    postponedUntil:
      'The end has passed and has no effect until {{time}}: {{reason}}',
    dates: 'Dates of the lease',
    date: {
      made: 'Made',
      now: 'Now',
      expiryWarning: 'Warning that it ends',
      expiry: 'Lease ends: it hibernates',
      expired: 'Lease ended',
      deletionWarning: 'Warning that it is deleted',
      deletion: 'Deleted, unless it is restored',
    },
    sent: 'sent at {{time}}',
    notSent: 'not sent',
    toBeSent: 'will be sent',
    moves: 'What moves the end',
    move: {
      extend: 'Extend: to {{time}} by its owner, beyond that by ops.',
      extendOps: 'Extend: to {{time}} by its owner, and by you beyond that.',
      extendUsed:
        'Extend: its template gave it until {{time}}. Only ops can extend it further.',
      extendByAgreement:
        'Extend: to {{time}} by its owner, beyond that when {{by}} has agreed.',
      extendEndless: 'Extend: its template sets no latest end.',
      restore: 'Restore: as long as it is not deleted.',
      legalHold: 'Legal hold: ops and auditors can keep it from its end.',
      held: 'Legal hold: there is one, and none of these dates counts until it has ended.',
    },
  },
  sleep: {
    title: 'Hibernation',
    asleep: {
      request: 'It has hibernated since {{since}}: {{by}} asked for it.',
      lease: 'It has hibernated since {{since}}: its lease ended.',
      hours:
        'It has hibernated since {{since}}: it is outside of its working hours.',
      idle: 'It has hibernated since {{since}}: nobody used it for long enough.',
    },
    workloads: 'Workloads that hibernate',
    column: { kind: 'Kind', name: 'Name', size: 'Size that comes back' },
    replicas_one: 'One replica',
    replicas_other: '{{count}} replicas',
    noSize: 'Runs again',
    lastUse: {
      operation:
        'Last used at {{time}}: somebody asked for something in the portal.',
      kubeconfig:
        'Last used at {{time}}: a kubeconfig was given out, or was still good.',
      change:
        'Last used at {{time}}: somebody changed an object on the cluster.',
      none: 'There is no sign yet that anybody used it.',
    },
    plan: {
      none: 'It does not hibernate by itself before its lease ends.',
      hours:
        'It runs from {{from}} to {{to}} ({{timeZone}}) on {{days}}, and hibernates outside of these hours.',
      idle_one: 'It hibernates when nobody has used it for one hour.',
      idle_other: 'It hibernates when nobody has used it for {{count}} hours.',
      change: 'Change when it hibernates',
      title: 'When {{name}} hibernates by itself',
      description:
        'Outside of working hours it hibernates, and comes back by itself when they begin. What hibernates because nobody uses it comes back when somebody resumes it.',
      hoursSwitch: 'Hibernate outside of working hours',
      days: 'Days',
      from: 'From',
      to: 'To',
      timeZone: 'Time zone',
      idleSwitch: 'Hibernate when nobody uses it',
      idleHours: 'After so many hours',
      idleHelp:
        '1 to 720 hours. A request in the portal, a kubeconfig and a change on the cluster are use; traffic to what runs there is not.',
      save: 'Save',
      failed: 'It was not saved',
    },
    day: {
      mon: 'Monday',
      tue: 'Tuesday',
      wed: 'Wednesday',
      thu: 'Thursday',
      fri: 'Friday',
      sat: 'Saturday',
      sun: 'Sunday',
    },
  },
  members: {
    title: 'Members',
    intro:
      'Members see the environment and may get a kubeconfig. Only its owner, and ops, may change, extend or delete it.',
    empty: 'There are no members: only its owner uses it.',
    column: { name: 'Member', by: 'Added by', since: 'Since', act: 'Actions' },
    add: {
      action: 'Add member',
      title: 'Add a member to {{name}}',
      description: 'They see it from now on, and may get a kubeconfig.',
      member: 'Person or group',
      failed: 'Nobody was added',
    },
    remove: {
      action: 'Remove',
      label: 'Remove {{member}}',
      title: 'Remove {{member}} from {{name}}?',
      description:
        'They see it no longer. A kubeconfig that they have is good until it expires, an hour at most.',
      failed: 'Nobody was removed',
    },
  },
  shares: {
    title: 'Links for others',
    intro:
      'Whoever opens such a link, and is signed in, sees this environment until the link ends. They can do nothing with it and get no kubeconfig.',
    empty: 'There are no links.',
    unlisted: 'The links could not be listed',
    unused: 'Nobody yet',
    notGood: 'The link with which you came is not good',
    column: { label: 'For', state: 'State', guests: 'Used by' },
    state: { active: 'Until', expired: 'Ended', revoked: 'Revoked' },
    make: {
      action: 'Make link',
      title: 'Make a link to {{name}}',
      description:
        'Send it to nobody but whom it is for: whoever is signed in and has it may use it, and you see who did.',
      label: 'For whom',
      labelHelp:
        'A client, a team. It stands in the list and in the audit log.',
      until: 'Until the end of',
      untilHelp: 'In UTC, {{time}} at the latest',
      failed: 'No link was made',
    },
    made: {
      title: 'The link for {{label}} is made',
      description:
        'Copy it now: it is shown this once, and stored nowhere. Who loses it gets another one.',
      link: 'Link',
      copy: 'Copy link',
    },
    revoke: {
      action: 'Revoke',
      label: 'Revoke the link for {{label}}',
      title: 'Revoke the link for {{label}}?',
      description:
        'Whoever came with it sees this environment no longer, and nobody can come with it any more. It is not made good again; you can make another one.',
      failed: 'The link was not revoked',
    },
  },
  waiting: {
    next: 'The cluster is full: this is the next one when there is room',
    title_one: 'The cluster is full: one environment is before this one',
    title_other:
      'The cluster is full: {{count}} environments are before this one',
    description:
      'It is made by itself when there is room on {{cluster}}. You need not stay on this page.',
  },
  blockers: {
    title: 'What keeps the deletion from ending',
    item: '{{kind}} {{name}}',
    finalizers: 'Waits for finalizers: {{names}}',
    managers: 'Last written by: {{names}}',
    since: 'Since {{time}}',
  },
  receipt: {
    title: 'Receipt of the deletion',
    namespace: 'Namespace',
    uid: 'UID of the namespace',
    cluster: 'Cluster',
    created: 'Made',
    deleted: 'Deleted',
    objects: 'Objects that went with it',
    record: 'Record',
    save: {
      creation: 'Save receipt of the creation',
      deletion: 'Save receipt of the deletion',
    },
  },
} as const;
