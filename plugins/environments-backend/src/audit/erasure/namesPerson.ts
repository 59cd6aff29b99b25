/** Of rows `d` of `audit_disclosures`: those that have to do with `:person`. */
export const namesPerson = `(d.actor_ref = :person or d.on_behalf_of = :person or d.names @> array[cast(:person as text)])`;
