<template>
  <h1>Contact</h1>
</template>
