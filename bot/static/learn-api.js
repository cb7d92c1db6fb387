// The lessons' own interface: courses, one lesson, a quiz dealt and graded, and how far the reader has come.

import { call } from "./api.js";
import { lang } from "./words.js";

const BASE = "/learn/api";
const part = encodeURIComponent;

export const courses = async () => (await call(`${BASE}/courses?lang=${lang}`)).courses;
export const lesson = (course, id) => call(`${BASE}/courses/${part(course)}/lessons/${part(id)}?lang=${lang}`);
export const quiz = (course, stage, seed) => call(`${BASE}/courses/${part(course)}/quiz?stage=${part(stage)}&seed=${seed}&lang=${lang}`);
export const progress = () => call(`${BASE}/progress`);
export const recordLesson = (course, id) => call(`${BASE}/courses/${part(course)}/lessons/${part(id)}/read`, {});
export const grade = (course, stage, seed, answers) => call(`${BASE}/courses/${part(course)}/attempts`, { stage, seed, lang, answers });
