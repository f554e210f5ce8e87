export function AccessTab({ inboxId }: { inboxId: string }) {
  return <div data-inbox={inboxId} />
}
