export function ChannelsTab({ inboxId }: { inboxId: string }) {
  return <div data-inbox={inboxId} />
}
