import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../../data/api.ts'
import { peopleQuery, teamsQuery } from '../../data/queries.ts'
import type { Person, Team } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { Pickable } from '../../ui/people-combobox.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './people.module.css'
import { Refusal } from './refusal.tsx'

/** *Create team*, or with a team its name and members. */
export function TeamPanel({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const formId = useId()
  const { data: people } = useSuspenseQuery(peopleQuery)
  const [form, setForm] = useState({
    name: team?.name ?? '',
    mainUserIds: team?.mainUserIds ?? [],
    extraUserIds: team?.extraUserIds ?? [],
  })
  const [isTried, setTried] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const save = useTeamChange(onClose, () => (team ? api.changeTeam(team.id, form) : api.createTeam(form)))
  const edit = (change: Partial<typeof form>) => {
    save.reset()
    setForm((before) => ({ ...before, ...change }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (form.name.trim() && !save.isPending) save.mutate()
  }
  const title = t(team ? 'people.editTeam' : 'people.createTeam')
  if (team && isRemoving) return <RemoveTeam team={team} onBack={() => setRemoving(false)} onClose={onClose} />
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={
        <>
          {team && (
            <Button variant="ghost" icon={Trash2} onClick={() => setRemoving(true)}>
              {t('people.removeTeam')}
            </Button>
          )}
          <Button type="submit" form={formId} variant="primary" isLoading={save.isPending}>
            {t(team ? 'people.saveTeam' : 'people.createTeam')}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} noValidate onSubmit={submit}>
        <TextField
          label={t('people.teamName')}
          maxLength={100}
          autoFocus
          value={form.name}
          error={isTried && !form.name.trim() && t('people.missingTeamName')}
          onChange={(event) => edit({ name: event.target.value })}
        />
        <MemberPicker
          label={t('people.mainMembers')}
          hint={t('people.mainMembersHint')}
          people={people.filter(({ id }) => !form.extraUserIds.includes(id))}
          chosen={form.mainUserIds}
          onChange={(mainUserIds) => edit({ mainUserIds })}
        />
        <MemberPicker
          label={t('people.extraMembers')}
          hint={t('people.extraMembersHint')}
          people={people.filter(({ id }) => !form.mainUserIds.includes(id))}
          chosen={form.extraUserIds}
          onChange={(extraUserIds) => edit({ extraUserIds })}
        />
        <Refusal error={save.error} />
      </form>
    </SidePanel>
  )
}

type MemberPickerProps = {
  label: string
  hint: string
  people: readonly Person[]
  chosen: readonly string[]
  onChange: (ids: string[]) => void
}

function MemberPicker({ label, hint, people, chosen, onChange }: MemberPickerProps) {
  const pickable = ({ id, name, details }: Person): Pickable => ({
    kind: 'user',
    id,
    name,
    detail: details?.email ?? '',
    ...(details?.mayManage === false ? { reason: t('problem.notAllowed') } : {}),
  })
  return (
    <div>
      <PeoplePicker
        label={label}
        placeholder={t('people.pickMember')}
        all={people.filter(({ isActive }) => isActive).map(pickable)}
        chosen={people.filter(({ id }) => chosen.includes(id)).map(pickable)}
        onAdd={({ id }) => onChange([...chosen, id])}
        onRemove={({ id }) => onChange(chosen.filter((one) => one !== id))}
      />
      <p className={styles.hint}>{hint}</p>
    </div>
  )
}

function RemoveTeam({ team, onBack, onClose }: { team: Team; onBack: () => void; onClose: () => void }) {
  const remove = useTeamChange(onClose, () => api.removeTeam(team.id))
  return (
    <Dialog
      title={t('people.ofName', { action: t('people.removeTeam'), name: team.name })}
      onClose={onBack}
      footer={
        <>
          <Button onClick={onBack}>{t('ui.cancel')}</Button>
          <Button variant="danger" isLoading={remove.isPending} onClick={() => remove.mutate()}>
            {t('people.removeTeam')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{t('people.removeTeamText')}</p>
        <Refusal error={remove.error} />
      </div>
    </Dialog>
  )
}

/** A change of a team is one of its members too. */
function useTeamChange(onDone: () => void, mutationFn: () => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries(teamsQuery), client.invalidateQueries(peopleQuery)])
      onDone()
    },
  })
}
