import { checkSeeds } from './seeds.js';

checkSeeds(0, 2);
