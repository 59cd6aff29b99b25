/** Who can own or use an environment, as the catalog is asked for it. */
export const PRINCIPALS: Record<string, string[]> = { kind: ['User', 'Group'] };
