import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../data/api.ts'
import { peopleQuery } from '../../data/queries.ts'
import type { Person, PersonChange, Team } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './people.module.css'
import { type Place, RoleField, SeatField, TeamFields } from './place-fields.tsx'
import { Refusal } from './refusal.tsx'

export type PersonAction = 'role' | 'seat' | 'teams' | 'deactivate' | 'reactivate' | 'remove'

const labels = {
  role: 'people.changeRole',
  seat: 'people.changeSeat',
  teams: 'people.changeTeams',
  deactivate: 'people.deactivate',
  reactivate: 'people.reactivate',
  remove: 'people.remove',
} as const

type PersonDialogProps = { person: Person; action: PersonAction; teams: readonly Team[]; onClose: () => void }

/** Asks for what is to be changed about somebody, or whether it is meant, and says what comes of it. */
export function PersonDialog({ person, action, teams, onClose }: PersonDialogProps) {
  const client = useQueryClient()
  const [place, setPlace] = useState<Partial<Place>>({})
  const now = { ...person.details, ...place } as Place
  const edit = (change: Partial<Place>) => {
    work.reset()
    setPlace((before) => ({ ...before, ...change }))
  }
  const work = useMutation({
    mutationFn: async () => {
      if (action === 'remove') await api.removePerson(person.id)
      else await api.changePerson(person.id, changeOf(action, now))
    },
    onSuccess: async () => {
      await client.invalidateQueries(peopleQuery)
      await client.invalidateQueries({ queryKey: ['teams'] })
      onClose()
    },
  })
  const isChange = action === 'role' || action === 'seat' || action === 'teams'
  const { name } = person
  return (
    <Dialog
      title={t('people.ofName', { action: t(labels[action]), name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            variant={action === 'deactivate' || action === 'remove' ? 'danger' : 'primary'}
            isLoading={work.isPending}
            onClick={() => work.mutate()}
          >
            {isChange ? t('ui.save') : t(labels[action])}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {action === 'role' && <RoleField role={now.role} onChange={edit} />}
        {(action === 'seat' || action === 'reactivate') && <SeatField seat={now.seat} onChange={edit} />}
        {action === 'teams' && <TeamFields place={now} teams={teams} onChange={edit} />}
        {action === 'deactivate' && <p>{t('people.deactivateText', { name })}</p>}
        {action === 'remove' && <p>{t('people.removeText', { name })}</p>}
        <Refusal error={work.error} />
      </div>
    </Dialog>
  )
}

function changeOf(action: Exclude<PersonAction, 'remove'>, place: Place): PersonChange {
  switch (action) {
    case 'role':
      return { role: place.role }
    case 'seat':
      return { seat: place.seat }
    case 'teams':
      return { mainTeamId: place.mainTeamId, extraTeamIds: place.extraTeamIds }
    case 'deactivate':
      return { isActive: false }
    case 'reactivate':
      return { isActive: true, seat: place.seat }
  }
}
