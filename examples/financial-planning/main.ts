/**
 * A kind of work by its name: `submitWorkflow({ type, description, requirements, businessContext })` plans and carries out,
 * and `getSystemMetrics()` says how it went. Works on a copy of the sample workspace, in `.baton` of the current folder.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOrchestrationSystem } from '@batonhq/baton';

const workspace = join('.baton', 'workspace');
cpSync(fileURLToPath(new URL('../workspace', import.meta.url)), workspace, { recursive: true });

const system = await createOrchestrationSystem({ workspace, autoOptimization: true, loadBalancing: true });
const execution = await system.submitWorkflow({
  type: 'financial-planning',
  description: 'Plan for the owner of a bakery who wants to retire at 55 and to grow to 3 locations before',
  requirements: [
    'business_analysis',
    'cash_flow_forecast',
    'retirement_planning',
    'growth_strategy',
    'tax_planning',
    'risk_assessment',
  ],
  businessContext: { industry: 'bakery', emergencyFund: '$50k', retirementAge: 55 },
});
const result = await execution.result();
console.log(JSON.stringify(result, null, 2));

const { totalTasks, completedTasks, successRate, activeAgents, systemHealth } = await system.getSystemMetrics();
console.log({ totalTasks, completedTasks, successRate, activeAgents, systemHealth });
await system.close();
