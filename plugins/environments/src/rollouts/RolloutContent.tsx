export function RolloutContent(_props: { id: string }) {
  return null;
}
