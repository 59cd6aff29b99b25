export function TemplateContent(_props: { namespace: string; name: string }) {
  return null;
}
