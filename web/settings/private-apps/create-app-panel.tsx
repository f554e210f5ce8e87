import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { newUuid } from '../../composer/new-uuid.ts'
import { ApiProblem, api } from '../../data/api.ts'
import { privateAppsQuery } from '../../data/queries.ts'
import type { CreatedPrivateApp } from '../../data/types.ts'
import { type PlainKey, problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Note } from '../../ui/note.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './create-app-panel.module.css'

/** What each scope opens, in words; HubSpot's names are what the programs' own guides say. */
const scopeTexts: Partial<Record<string, PlainKey>> = {
  'conversations.read': 'scope.conversationsRead',
  'conversations.write': 'scope.conversationsWrite',
  files: 'scope.files',
  'crm.objects.owners.read': 'scope.owners',
  'crm.objects.users.read': 'scope.userObjectsRead',
  'crm.objects.users.write': 'scope.userObjectsWrite',
  'settings.users.read': 'scope.usersRead',
  'settings.users.write': 'scope.usersWrite',
  'settings.users.teams.read': 'scope.teamsRead',
}

type CreateAppPanelProps = {
  scopes: string[]
  onClose: () => void
  onCreated: (created: CreatedPrivateApp) => void
}

/** Name, scopes, and the own password again. */
export function CreateAppPanel({ scopes, onClose, onCreated }: CreateAppPanelProps) {
  const client = useQueryClient()
  const formId = useId()
  // One wish, one key: a second press after a lost answer makes no second app.
  const [idempotencyKey] = useState(newUuid)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const create = useMutation({
    mutationFn: () => {
      const body = { name, scopes: scopes.filter((scope) => chosen.has(scope)), password }
      return api.createPrivateApp(body, idempotencyKey)
    },
    onSuccess: async (created) => {
      await client.invalidateQueries(privateAppsQuery)
      onCreated(created)
    },
  })
  const isNamed = name.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isNamed && chosen.size > 0) create.mutate()
  }
  const problem = create.error instanceof ApiProblem ? create.error : null
  const refusal = create.error && problemText(problem?.code, problem?.details)
  const isPassword = problem?.code === 'wrongCurrentPassword'
  const choose = (scope: string, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, scope] : [...chosen].filter((one) => one !== scope)))
  return (
    <SidePanel
      title={t('privateApps.create')}
      onClose={onClose}
      footer={
        <Button variant="primary" type="submit" form={formId} isLoading={create.isPending}>
          {t('privateApps.create')}
        </Button>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={t('privateApps.name')}
          hint={t('privateApps.nameHint')}
          error={wasTried && !isNamed ? t('privateApps.noName') : undefined}
          maxLength={100}
          autoComplete="off"
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className={styles.scopes} aria-describedby={`${formId}-scopes`}>
          <legend className={styles.legend}>{t('privateApps.scopes')}</legend>
          {wasTried && chosen.size === 0 ? (
            <p id={`${formId}-scopes`} className={styles.error} role="alert">
              {t('privateApps.noScope')}
            </p>
          ) : (
            <p id={`${formId}-scopes`} className={styles.hint}>
              {t('privateApps.scopesHint')}
            </p>
          )}
          {scopes.map((scope) => {
            const text = scopeTexts[scope]
            return (
              <Checkbox
                key={scope}
                label={scope}
                hint={text && t(text)}
                isChecked={chosen.has(scope)}
                onChange={(isChosen) => choose(scope, isChosen)}
              />
            )
          })}
        </fieldset>
        <TextField
          type="password"
          label={t('privateApps.password')}
          hint={t('privateApps.passwordHint')}
          error={isPassword ? refusal : undefined}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {refusal && !isPassword && (
          <Note icon={CircleAlert} tone="bad" role="alert">
            {refusal}
          </Note>
        )}
      </form>
    </SidePanel>
  )
}
