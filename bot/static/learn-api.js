// The lessons' own interface: courses, one lesson, a quiz dealt and graded, and how far the reader has come.

import { call } from "./api.js";
import { lang } from "./words.js";

const BASE = "/learn/api";
const part = encodeURIComponent;

export const courses = async () => (await ask(`courses?lang=${lang}`)).courses;
export const lesson = (course, id) => ask(`lessons/${part(course)}/${part(id)}?lang=${lang}`);
export const recordLesson = (course, id) => ask(`lessons/${part(course)}/${part(id)}`, {});
export const progress = () => ask("progress");

/** `seed` deals the same quiz again, in the language of now; null draws one. */
export const quiz = (course, stage, seed) => ask("quiz", { course, stage, lang, ...(seed === null ? {} : { seed }) });
export const grade = (token, answers) => ask("grade", { token, answers, lang });

/** Asks as whoever is signed in to this tab's conversation; once that has ended, as a visitor. */
async function ask(path, body) {
  const session = sessionStorage.getItem("session");
  try {
    return await call(`${BASE}/${path}`, body, session ? { "X-Chat-Session": session } : {});
  } catch (error) {
    if (error.status !== 404 || !session) throw error;
    return call(`${BASE}/${path}`, body);
  }
}
