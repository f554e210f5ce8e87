import { useMutation } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useId, useState } from 'react'
import { newUuid } from '../../composer/new-uuid.ts'
import { api } from '../../data/api.ts'
import type { InboxSettingsList } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import type { Pickable } from '../../ui/people-combobox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { AccessPicker, useMyself } from './access-picker.tsx'
import styles from './dialogs.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

type CreateInboxDialogProps = {
  /** Why the plan lets none be: said in place of the form. */
  refusal: InboxSettingsList['createRefusal']
  onClose: () => void
  onCreated: (inboxId: string) => void
}

/** *Create new inbox* (S40, S41). */
export function CreateInboxDialog({ refusal, onClose, onCreated }: CreateInboxDialogProps) {
  if (!refusal) return <CreateForm onClose={onClose} onCreated={onCreated} />
  return (
    <Dialog
      title={t('inboxes.create')}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('inboxes.close')}</Button>}
    >
      <Note tone="info" icon={Sparkles}>
        {problemText(refusal.code, refusal.details)}
      </Note>
    </Dialog>
  )
}

function CreateForm({ onClose, onCreated }: Omit<CreateInboxDialogProps, 'refusal'>) {
  const form = useId()
  const myself = useMyself()
  const [key] = useState(newUuid)
  const [name, setName] = useState('')
  const [access, setAccess] = useState<'everyone' | 'specific'>('everyone')
  const [chosen, setChosen] = useState<Pickable[]>([myself])
  const askAnew = useAskSettingsAnew()
  const idsOf = (kind: Pickable['kind']) => chosen.filter((one) => one.kind === kind).map((one) => one.id)
  const create = useMutation({
    mutationFn: () =>
      api.createInbox(
        access === 'everyone'
          ? { name, access, userIds: [], teamIds: [] }
          : { name, access, userIds: idsOf('user'), teamIds: idsOf('team') },
        // Another try with other words is another request.
        `${key}-${name}-${access}-${chosen.length}`.replace(/[^\x21-\x7e]/g, '_').slice(0, 200),
      ),
    onSuccess: async (inbox) => {
      await askAnew()
      showToast({ text: t('inboxes.created', { inbox: inbox.name }) })
      onClose()
      onCreated(inbox.id)
    },
  })
  return (
    <Dialog
      title={t('inboxes.create')}
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} isLoading={create.isPending}>
            {t('inboxes.createDo')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <TextField
          label={t('inboxes.teamName')}
          data-autofocus
          maxLength={100}
          autoComplete="off"
          value={name}
          error={refusalText(create.error)}
          onChange={(event) => {
            create.reset()
            setName(event.target.value)
          }}
        />
        <LabelledSelect
          label={t('inboxes.whoHasAccess')}
          value={access}
          options={[
            { value: 'everyone', label: t('inboxes.everyone') },
            { value: 'specific', label: t('inboxes.specific') },
          ]}
          onSelect={(value) => setAccess(value === 'specific' ? 'specific' : 'everyone')}
        />
        {access === 'specific' && <AccessPicker chosen={chosen} onChange={setChosen} />}
      </form>
    </Dialog>
  )
}
