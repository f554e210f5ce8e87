import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { PipelineList } from '../../shared/api/ticket.ts'
import { invalid } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'

export type Pipeline = Static<typeof PipelineList>['results'][number]
export type Stage = Pipeline['stages'][number]

/** The pipelines of an account with their stages, each in its order. */
export async function listPipelines(db: Db | Tx, accountId: string): Promise<Pipeline[]> {
  const { rows } = await sql<Pipeline>`
    select p.id, p.label, (
      select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'label', s.label, 'isClosed', s.is_closed)
        order by s.position, s.id), '[]')
      from stage s where s.account_id = p.account_id and s.pipeline_id = p.id
    ) as stages
    from pipeline p where p.account_id = ${accountId} order by p.position, p.id`.execute(db)
  return rows
}

/** A stage of this pipeline. `prefix`: before the fields' names. @throws {Problem} `invalid` */
export async function requireStage(
  db: Db | Tx,
  accountId: string,
  { pipelineId, stageId }: { pipelineId: string; stageId: string },
  prefix = '',
): Promise<Stage> {
  const pipeline = (await listPipelines(db, accountId)).find(({ id }) => id === pipelineId)
  if (!pipeline) throw invalid(`${prefix}pipelineId`, `takes a pipeline of the account, not "${pipelineId}"`)
  const stage = pipeline.stages.find(({ id }) => id === stageId)
  if (!stage) throw invalid(`${prefix}stageId`, `takes a stage of the pipeline, not "${stageId}"`)
  return stage
}
