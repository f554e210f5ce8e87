import { type QueryKey, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { availabilityText } from '../labels/availability-text.ts'
import { useNow } from '../ui/use-now.ts'
import { api } from './api.ts'
import { applyPatch } from './apply-patch.ts'
import { availabilityQuery, overviewQuery, teamQuery } from './queries.ts'
import { useSession } from './session.ts'
import type { Colleague, UserAvailability } from './types.ts'

/** How a colleague's dot is drawn and said; undefined for somebody unknown, or who has left. */
export function presenceOf(colleague: Colleague | undefined, now: number) {
  if (!colleague?.isActive) return undefined
  const { availability, availableUntil } = colleague
  return { value: availability, text: availabilityText(availability, availableUntil, now) }
}

/** The same by id, renewed as it changes. */
export function usePresence(userId: string) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const now = useNow()
  return presenceOf(
    colleagues.find((colleague) => colleague.id === userId),
    now,
  )
}

/** The questions whose answers say it. */
const held: QueryKey[] = [overviewQuery.queryKey, availabilityQuery.queryKey, teamQuery.queryKey]

type Wanted = { userId: string; to: 'available' | 'away' }

/**
 * Turns one's own switch, or another's. *Away* shows at once; what *Available* comes to depends on hours that only the
 * server knows of everybody.
 */
export function useSetAvailability() {
  const client = useQueryClient()
  const { user } = useSession()
  const show = (told: UserAvailability) => applyPatch(client, user.id, { type: 'availability', ...told })
  return useMutation({
    mutationFn: ({ userId, to }: Wanted) => api.setAvailability(userId === user.id ? null : userId, to),
    onMutate: ({ userId, to }) => {
      const before = held.map((queryKey) => [queryKey, client.getQueryData(queryKey)] as const)
      if (to === 'away') show(awayBy({ id: user.id, name: user.name }, userId))
      return before
    },
    onSuccess: show,
    // Refused: as it was, and asked anew for what the stream may have told meanwhile.
    onError: (_error, _wanted, before = []) => {
      for (const [queryKey, answer] of before) client.setQueryData(queryKey, answer)
      for (const queryKey of held) void client.invalidateQueries({ queryKey })
    },
  })
}

function awayBy(setBy: { id: string; name: string }, userId: string): UserAvailability {
  const setAt = new Date().toISOString()
  return { userId, availability: 'away', until: null, switch: 'away', setBy, setAt }
}
