export function QuickCreateHost() {
  return null;
}
