const key = 'sandlot.persona';

/** The choice of this tab: a reload keeps it, another tab may be somebody else. */
export const rememberedPersona = {
  get: () => sessionStorage.getItem(key) ?? undefined,
  set: (entityRef: string) => sessionStorage.setItem(key, entityRef),
  clear: () => sessionStorage.removeItem(key),
};
