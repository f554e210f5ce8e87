import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { ApiProblem, api } from '../data/api.ts'
import { contactQuery, overviewQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import type { ContactRecord } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import { Avatar, NobodyAvatar } from '../ui/avatar.tsx'
import { Select } from '../ui/select.tsx'
import styles from './owner-picker.module.css'

/** Whose contact it is: anybody of the account, oneself first, or nobody. Whoever sees a contact may say so. */
export function OwnerPicker({ contact }: { contact: ContactRecord }) {
  const client = useQueryClient()
  const { user } = useSession()
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const change = useMutation({
    mutationFn: (ownerId: string | null) => api.setContactOwner(contact.id, ownerId),
    onSuccess: (record) => {
      client.setQueryData(contactQuery(contact.id).queryKey, record)
      void client.invalidateQueries({ queryKey: ['thread'] })
    },
    onError: () => client.invalidateQueries({ queryKey: contactQuery(contact.id).queryKey }),
  })
  const ownerId = change.isPending ? change.variables : contact.ownerId
  const owner = colleagues.find(({ id }) => id === ownerId)
  const people = colleagues
    .filter(({ isActive }) => isActive)
    .toSorted((a, b) => Number(b.id === user.id) - Number(a.id === user.id))
  return (
    <>
      <Select
        label={t('contact.owner')}
        className={styles.picker}
        value={ownerId ?? ''}
        hasSearch
        searchLabel={t('contact.searchPeople')}
        options={[
          ...people.map(({ id, name, email }) => ({
            value: id,
            label: name,
            hint: id === user.id ? t('thread.you', { address: email }) : email,
            leading: <Avatar id={id} name={name} size={24} />,
          })),
          { value: '', label: t('details.noOwner'), leading: <NobodyAvatar size={24} /> },
        ]}
        onSelect={(value) => change.mutate(value || null)}
      >
        {owner ? <Avatar id={owner.id} name={owner.name} size={18} /> : <NobodyAvatar />}
        <span className="ellipsis">{nameOf(owner, ownerId)}</span>
      </Select>
      {change.error && (
        <p className={styles.problem} role="alert">
          {t('contact.ownerNotSet', { reason: reasonOf(change.error) })}
        </p>
      )}
    </>
  )
}

function nameOf(owner: { name: string; isActive: boolean } | undefined, ownerId: string | null): string {
  if (owner) return owner.isActive ? owner.name : t('contact.noLongerHere', { name: owner.name })
  return ownerId === null ? t('details.noOwner') : t('event.formerColleague')
}

const reasonOf = (error: Error) =>
  error instanceof ApiProblem
    ? problemText(error.code, { message: error.message, ...error.details })
    : problemText(undefined)
