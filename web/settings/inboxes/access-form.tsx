import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Armchair, Users, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { accessMeaning } from '../../../shared/access-meaning.ts'
import { ApiProblem, api } from '../../data/api.ts'
import { inboxAccessQuery } from '../../data/queries.ts'
import type { InboxAccess } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Chip } from '../../ui/chip.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import type { Pickable } from '../../ui/people-combobox.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { showToast } from '../../ui/toast.tsx'
import { SettingsFoot } from '../settings-page.tsx'
import { type Choice, changesBetween, choiceOf, withOne, withoutOne } from './access-choice.ts'
import styles from './access-form.module.css'
import { AccessMeaning } from './access-meaning.tsx'
import { firstFew } from './first-few.ts'

/** The form and, beside it, what the choice would mean; it is nothing but a choice until it is saved. */
export function AccessForm({ saved }: { saved: InboxAccess }) {
  const client = useQueryClient()
  const [edited, setEdited] = useState<Choice | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const before = choiceOf(saved)
  const choice = edited ?? before
  const pickable = pickableOf(saved)
  const meaning = accessMeaning(saved.people, {
    access: choice.access,
    userIds: new Set(choice.userIds),
    teamIds: new Set(choice.teamIds),
  })

  const edit = (next: Choice) => {
    setRefusal(null)
    setEdited(next)
  }
  const save = async () => {
    setSaving(true)
    try {
      const { access, userIds, teamIds } = choice
      const chosen = access === 'everyone' ? { userIds: [], teamIds: [] } : { userIds, teamIds }
      const answer = await api.changeInboxAccess(saved.inbox.id, { access, ...chosen })
      client.setQueryData(inboxAccessQuery(saved.inbox.id).queryKey, answer)
      setEdited(null)
      showToast({ text: t('access.saved') })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setRefusal(t('access.notSaved', { reason: problemText(error.code, error.details) }))
    } finally {
      setSaving(false)
    }
  }

  return (
    <div className={styles.columns}>
      <div className={styles.form}>
        <LabelledSelect
          label={t('access.who')}
          value={choice.access}
          options={[
            { value: 'everyone', label: t('access.everyone'), leading: <UsersRound size={16} aria-hidden /> },
            { value: 'specific', label: t('access.specific'), leading: <Users size={16} aria-hidden /> },
          ]}
          onSelect={(access) => edit({ ...choice, access: access === 'everyone' ? 'everyone' : 'specific' })}
        />
        {choice.access === 'specific' && (
          <PeoplePicker
            label={t('access.usersAndTeams')}
            placeholder={t('access.add')}
            all={pickable}
            chosen={[
              ...choice.teamIds.flatMap((id) => pickable.find((one) => one.kind === 'team' && one.id === id) ?? []),
              ...choice.userIds.flatMap((id) => pickable.find((one) => one.kind === 'user' && one.id === id) ?? []),
            ]}
            onAdd={(one) => edit(withOne(choice, one))}
            onRemove={(one) => edit(withoutOne(choice, one))}
          />
        )}
        <NoSeat names={meaning.works.filter(({ seat }) => seat === 'none').map(({ name }) => name)} />
      </div>
      <AccessMeaning inboxName={saved.inbox.name} meaning={meaning} />
      <SettingsFoot>
        <SaveBar
          change={changeText(saved, before, choice)}
          refusal={refusal}
          isSaving={isSaving}
          onSave={() => void save()}
          onCancel={() => {
            setEdited(null)
            setRefusal(null)
          }}
        />
      </SettingsFoot>
    </div>
  )
}

/** Those who would work here without a paid seat: what that limits, what not (S11), and where they get one. */
function NoSeat({ names }: { names: string[] }) {
  if (names.length === 0) return null
  return (
    <Note icon={Armchair}>
      <b>
        {names.length === 1
          ? t('access.noSeatOne', { name: names[0] ?? '' })
          : t('access.noSeatMany', { names: firstFew(names, 3) })}
      </b>{' '}
      {t('access.noSeat')} <Link to="/settings/users">{t('people.giveSeat')}</Link>
    </Note>
  )
}

/** What the save bar says: the one change by its name, or how many there are; null: none. */
function changeText({ people, teams }: InboxAccess, before: Choice, choice: Choice): string | null {
  const changes = changesBetween(before, choice)
  const [only] = changes
  if (!only) return null
  if (changes.length > 1) return t('access.changes', { count: changes.length })
  if (only.kind === 'access') return t('access.changedWho', { choice: t(`access.${only.access}`) })
  const name = (only.kind === 'team' ? teams : people).find(({ id }) => id === only.id)?.name ?? ''
  return only.isAdded ? t('access.added', { name }) : t('access.removed', { name })
}

function pickableOf({ people, teams }: InboxAccess): Pickable[] {
  return [
    ...teams.map((team): Pickable => {
      const members = people.filter(({ teamIds }) => teamIds.includes(team.id))
      const names = firstFew(
        members.map(({ name }) => name.split(' ')[0] ?? name),
        4,
      )
      const seats = members.filter(({ seat }) => seat !== 'none').length
      return {
        kind: 'team',
        id: team.id,
        name: team.name,
        detail: members.length === 0 ? t('access.emptyTeam') : t('access.team', { count: members.length, names }),
        badge: <Chip icon={Armchair}>{t('access.seats', { count: seats })}</Chip>,
      }
    }),
    ...people.map(
      ({ id, name, email, seat }): Pickable => ({
        kind: 'user',
        id,
        name,
        detail: email,
        badge:
          seat === 'none' ? (
            <Chip tone="line">{t('access.seat.none')}</Chip>
          ) : (
            <Chip icon={Armchair}>{t(`access.seat.${seat}`)}</Chip>
          ),
      }),
    ),
  ]
}
