/** `environmenttemplate:default/service` to `default/service`. */
export function toTemplateKey(ref: string): string {
  return ref.slice(ref.indexOf(':') + 1);
}
