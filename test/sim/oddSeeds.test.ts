import { checkSeeds } from './seeds.js';

checkSeeds(1, 2);
