/** Those of app-config.yaml who sign in without a password. */
export const PEOPLE = {
  Dana: {
    ref: 'user:default/dana',
    group: 'group:default/team-harbor',
  },
  Milo: {
    ref: 'user:default/milo',
    group: 'group:default/team-orchard',
  },
  Olu: {
    ref: 'user:default/olu',
    group: 'group:default/platform-ops',
  },
  Ada: {
    ref: 'user:default/ada',
    group: 'group:default/audit',
  },
} as const;

/** Dana and Milo are developers of different teams, Olu is ops, Ada audits. */
export type Person = keyof typeof PEOPLE;
